const kind = document.getElementById("kind");
const words = document.getElementById("words");
const shown = document.getElementById("shown");
if (kind) {
  const errors = [...document.querySelectorAll("#errors .error")].map((node) => [node, node.textContent.toLowerCase()]);
  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [node, text] of errors) {
      const fits = (!kind.value || node.dataset.kind === kind.value) && wanted.every((word) => text.includes(word));
      node.hidden = !fits;
      count += fits;
    }
    shown.textContent = `${count} shown`;
  };
  kind.addEventListener("change", filter);
  words.addEventListener("input", filter);
  kind.form.addEventListener("submit", (event) => event.preventDefault());
  filter();
}
