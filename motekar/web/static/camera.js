// Reads the slip with the phone's own camera and detector; loaded only when asked for.
const FORMATS = ["code_128", "qr_code"];

export async function scan(button) {
  const dialog = document.createElement("dialog");
  const video = Object.assign(document.createElement("video"), { muted: true, playsInline: true });
  const close = Object.assign(document.createElement("button"), { className: "button", textContent: button.dataset.close });
  dialog.className = "camera";
  dialog.append(video, close);
  document.body.append(dialog);
  close.addEventListener("click", () => dialog.close());
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    dialog.showModal();
    await video.play();
    return await watch(dialog, video);
  } catch {
    document.getElementById("alert").textContent = button.dataset.denied;
    document.getElementById("echo").textContent = button.dataset.denied;
    return null;
  } finally {
    stream?.getTracks().forEach((track) => track.stop());
    dialog.remove();
  }
}

async function watch(dialog, video) {
  const detector = new BarcodeDetector({ formats: FORMATS });
  while (dialog.open) {
    for (const seen of await detector.detect(video)) {
      const digits = window.motekar.bare(seen.rawValue);
      if (digits.length === 20 && window.motekar.checks(digits)) return digits;
    }
    await new Promise((next) => setTimeout(next, 120));
  }
  return null;
}
