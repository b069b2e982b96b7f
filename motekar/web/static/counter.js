// The counter: what is ticked while another reason's list is on its way is ticked on that list too.
"use strict";
document.addEventListener("htmx:oobBeforeSwap", ({ detail: { target, fragment } }) => {
  if (target.id !== "f-documents") return;
  for (const drawn of target.querySelectorAll("[name=documents]")) {
    const coming = fragment.querySelector(`[name=documents][value="${CSS.escape(drawn.value)}"]`);
    if (coming) coming.checked = drawn.checked;
  }
});
