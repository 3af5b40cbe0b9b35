"use strict";
/* The last script of a pack: once the plan it carries is the one that was exported, the page begins. */
(async () => {
  const banner = document.getElementById("incomplete");
  const without = [["structured dialogs", "HTMLDialogElement" in globalThis],
    ["Web Cryptography", globalThis.crypto && crypto.subtle]].filter(([, has]) => !has).map(([name]) => name);
  if (without.length) {
    banner.textContent = "Incomplete: this browser lacks " + without.join(" and ") +
      ". What you read is as exported, and nothing can be moved.";
    return;
  }
  const text = new TextEncoder().encode(document.getElementById("plan").textContent);
  const digest = [...new Uint8Array(await crypto.subtle.digest("SHA-256", text))].map((one) =>
    one.toString(16).padStart(2, "0")).join("");
  if (digest !== EXPECTED) {
    banner.textContent = "Incomplete: the plan in this file is not the one that was exported. What you read may be" +
      " wrong.";
    return;
  }
  begin();
  banner.hidden = true;
})().catch(() => {});
