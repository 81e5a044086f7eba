// The page that stands in for another one while there is no network.
document.querySelector("[data-again]").addEventListener("click", () => location.reload());
addEventListener("online", () => { document.querySelector("[data-back]").hidden = false; });
