// Staff pages: the scan box everywhere, keys, sound. All of it is comfort over plain forms.
"use strict";
(() => {
  const PACE = 50; // ms between keys on average; a scanner needs 2 to 30, a person 80 and more
  const SILENCE = 150; // ms after which a scan without an ending is over
  const QUIET = 500; // ms in which no key presses a button after a scan
  const AGAIN = 3000; // ms in which the same code is one scan
  const SHORT = 6; // fewer keys than this are a person's, however fast
  const LONGEST = 200; // keys remembered
  const CODES = [/https?:\/\/\S*\/status\/\d{20}$/, /\d{20}$/, /\d{10}$/];

  const box = document.getElementById("scan");
  const say = (words) => {
    const alert = document.getElementById("alert");
    alert.textContent = "";
    alert.textContent = words;
    band(words);
  };
  const band = (words) => {
    let line = document.getElementById("scan-says");
    if (!line) {
      line = Object.assign(document.createElement("p"), { id: "scan-says", className: "sample" });
      document.getElementById("band").prepend(line);
    }
    line.textContent = words;
  };
  const typesText = (node) =>
    node instanceof HTMLTextAreaElement || (node instanceof HTMLInputElement && !/^(checkbox|radio|button|submit)$/.test(node.type));

  let quietUntil = performance.now() + (document.querySelector("[data-next]") ? QUIET : 0);
  const isQuiet = () => performance.now() < quietUntil;

  // --- The scan itself

  const fingerprint = (text) => {
    let sum = 7;
    for (const sign of text) sum = (sum * 31 + sign.charCodeAt(0)) | 0;
    return String(sum);
  };
  const isAgain = (text) => {
    const [code, at] = (sessionStorage.getItem("scan") ?? "").split(":");
    const print = fingerprint(window.motekar.bare(text));
    sessionStorage.setItem("scan", `${print}:${Date.now()}`);
    return code === print && Date.now() - at < AGAIN;
  };
  const submit = (text) => {
    quietUntil = performance.now() + QUIET;
    if (box.form.dataset.sent) return;
    box.value = "";
    if (box.dataset.owes) return say(box.dataset.finish);
    if (isAgain(text)) return say(box.dataset.again);
    box.value = text;
    box.form.requestSubmit();
  };

  // An Enter in the empty box leaves the page as it is.
  box.form.addEventListener("submit", (event) => {
    if (!box.value.trim()) event.preventDefault();
  });

  // Every key with what its field held before it, so that a scan can be taken out again.
  let keys = []; // { sign, at, node, value, caret }
  let settling = 0;
  const caretOf = (node) => {
    try {
      return node.selectionStart;
    } catch {
      return null; // e-mail and number fields do not tell
    }
  };
  const isFast = (run) => run.length > 0 && run.at(-1).at - run[0].at <= PACE * (run.length - 1);
  const signs = (run) => run.map((key) => key.sign).join("");
  // Twenty digits at that pace are a scan whatever their check digit: the server answers a misread.
  const scanned = () => {
    const typed = signs(keys);
    for (const code of CODES) {
      const text = typed.match(code)?.[0];
      const run = keys.slice(-(text ?? "").length);
      if (text && isFast(run) && (text.length !== 10 || window.motekar.checks(text))) return run;
    }
    return null;
  };
  const lift = (run) => {
    const { node, value, caret } = run[0];
    // In the box itself even a scan that stuttered on the way is whole.
    const text = node === box && CODES.some((code) => box.value.match(code)?.[0] === box.value) ? box.value : signs(run);
    clearTimeout(settling);
    keys = [];
    if (node && node !== box) {
      node.value = value;
      if (caret !== null) node.setSelectionRange(caret, caret);
      node.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return text;
  };
  const swallow = (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  const onEnding = (event, now) => {
    const last = keys.slice(-SHORT);
    if (last.length < SHORT || !isFast(last) || now - last.at(-1).at > SILENCE) return false;
    swallow(event);
    quietUntil = performance.now() + QUIET;
    const node = last[0].node;
    // Another barcode outside a field is answered as well; inside one it is what was wanted.
    const run = scanned() ?? (node && node !== box ? null : keys);
    if (run) submit(lift(run));
    keys = [];
    return true;
  };
  const onSign = (event, now) => {
    const node = typesText(event.target) ? event.target : null;
    const last = keys.at(-1);
    if (last && (last.node !== node || now - last.at > QUIET)) keys = [];
    keys.push({ sign: event.key, at: now, node, value: node?.value, caret: node && caretOf(node) });
    keys = keys.slice(-LONGEST);
    clearTimeout(settling);
    settling = setTimeout(() => {
      const run = scanned();
      if (run) submit(lift(run));
    }, SILENCE);
  };

  // --- Keys

  const isDeliberate = (node) => {
    if (node.closest?.("[data-deliberate]")) return true;
    // Enter in any field, a radio button too, presses a button of its form.
    const field = node.form && !/^(TEXTAREA|BUTTON)$/.test(node.tagName);
    return Boolean(field && node.form.querySelector("[data-deliberate]"));
  };
  const onEnter = (event, now) => {
    if (onEnding(event, now)) return;
    if (event.repeat || isQuiet()) return swallow(event);
    if (isDeliberate(event.target) && !event.ctrlKey) swallow(event);
  };
  const press = (node) => {
    if (!node) return false;
    node.click();
    return true;
  };
  const onNamedKey = (event) => {
    if (event.key === "F2") {
      box.focus();
      box.select();
      return true;
    }
    if (event.key === "Escape") return press(document.querySelector("details.person[open] > summary") ?? document.querySelector("[data-esc]"));
    if (event.key.toLowerCase() === "z" && event.ctrlKey) {
      const node = document.activeElement;
      return !(typesText(node) && node.value) && press(document.querySelector("[data-undo]"));
    }
    return /^F\d+$/.test(event.key) && !isQuiet() && !event.repeat && press(document.querySelector(`[data-key="${event.key}"]`));
  };

  document.addEventListener("keydown", (event) => {
    const now = event.timeStamp; // of the key itself: a busy page must not make a scanner look slow
    if (event.isComposing) return;
    if (event.key === "Enter") return onEnter(event, now);
    if (event.key === "Tab" && onEnding(event, now)) return;
    if (event.key === " " && isQuiet() && !typesText(event.target)) return swallow(event);
    if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) return onSign(event, now);
    if (!event.defaultPrevented && onNamedKey(event)) event.preventDefault();
  }, true);
  // The letter J with Ctrl is how some scanners write a line feed; it must not open the downloads.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey && event.key.toLowerCase() === "j" && isQuiet()) swallow(event);
  }, true);
  document.addEventListener("click", (event) => {
    // A click that no pointer made, too soon: a key that belonged to the scan.
    if (event.detail === 0 && event.isTrusted && isQuiet() && event.target.closest("button, a")) swallow(event);
  }, true);

  // --- Live parts look again (hx-trigger="look from:body"), not in a hidden tab, at once on return

  const LOOK_EVERY = 30000;
  const look = () => document.hidden || document.body.dispatchEvent(new Event("look"));
  setInterval(look, LOOK_EVERY);
  document.addEventListener("visibilitychange", look);

  // --- What is being typed at the counter is not left by a scan

  document.addEventListener("input", (event) => {
    const draft = event.target.form?.dataset;
    if (draft?.finish) Object.assign(box.dataset, { owes: "1", finish: draft.finish });
  });

  // --- Focus and sound

  const next = document.querySelector("[data-next]");
  const arrive = () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    (document.querySelector("[autofocus]") ?? next ?? box).focus({ preventScroll: true });
  };
  arrive();

  const TONES = { ok: [[880, 0.09]], attention: [[520, 0.12], [520, 0.12]], refused: [[180, 0.45]] };
  const isLoud = () => localStorage.getItem("sound") !== "off";
  const play = (kind) => {
    const audio = new AudioContext();
    let at = audio.currentTime;
    for (const [hertz, seconds] of TONES[kind]) {
      const tone = audio.createOscillator();
      const gain = audio.createGain();
      gain.gain.value = 0.15;
      tone.frequency.value = hertz;
      tone.connect(gain).connect(audio.destination);
      tone.start(at);
      tone.stop(at + seconds);
      at += seconds + 0.08;
    }
  };
  const result = document.querySelector("[data-result]");
  if (result && isLoud()) play(result.dataset.result);
  const sound = document.getElementById("sound");
  const name = () => {
    sound.textContent = isLoud() ? sound.dataset.on : sound.dataset.off;
  };
  sound.hidden = false;
  name();
  sound.addEventListener("click", () => {
    localStorage.setItem("sound", isLoud() ? "off" : "on");
    name();
  });
})();
