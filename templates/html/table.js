"use strict";
{
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });

  const sortable = (table) => {
    const body = table.tBodies[0];
    const original = Array.from(body.rows);
    const heads = Array.from(table.tHead.rows[0].cells);
    const value = (row, column) => {
      const cell = row.cells[column];
      return cell.dataset.sort === undefined ? cell.textContent.trim() : cell.dataset.sort;
    };
    const sorted = (column, numeric, sign) => {
      const keyed = original.map((row) => {
        const key = value(row, column);
        return { row, empty: key === "", key: numeric ? Number(key) : key };
      });
      // Empty cells stay last whichever way the others run; equal ones keep the order of the page.
      keyed.sort((a, b) => {
        if (a.empty || b.empty) return a.empty - b.empty;
        return sign * (numeric ? a.key - b.key : collator.compare(a.key, b.key));
      });
      return keyed.map((one) => one.row);
    };
    const show = (rows) => {
      const place = body.nextSibling;
      body.remove();
      for (const row of rows) body.append(row);
      table.insertBefore(body, place);
    };
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = head.dataset.label;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const next = { ascending: "descending", descending: null }[head.getAttribute("aria-sort")];
        for (const other of heads) other.removeAttribute("aria-sort");
        if (next === null) return show(original);
        const way = next || "ascending";
        head.setAttribute("aria-sort", way);
        show(sorted(column, head.classList.contains("number"), way === "ascending" ? 1 : -1));
      });
    });
  };

  const filtered = (form, table) => {
    const rows = Array.from(table.tBodies[0].rows);
    const output = form.querySelector("output");
    const choices = Array.from(form.querySelectorAll("select"));
    let texts = null;
    let timer = 0;
    const apply = () => {
      const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (words.length && !texts) texts = rows.map((row) => row.textContent.toLowerCase());
      let shown = 0;
      rows.forEach((row, number) => {
        const fits =
          choices.every((choice) => !choice.value || row.dataset[choice.name] === choice.value) &&
          words.every((word) => texts[number].includes(word));
        if (row.hidden === fits) row.hidden = !fits;
        shown += fits;
      });
      const counts = { shown, total: rows.length };
      output.textContent = output.dataset.shown.replace(/\{(shown|total)\}/g, (_, name) =>
        counts[name].toLocaleString(document.documentElement.lang)
      );
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(apply, 120);
    };
    const uncover = () => {
      const row = document.querySelector(":target");
      if (row && row.hidden && table.contains(row)) {
        form.reset();
        apply();
        row.scrollIntoView();
      }
    };
    form.addEventListener("input", soon);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("hashchange", uncover);
    form.hidden = false;
    apply();
  };

  for (const table of document.querySelectorAll("table")) sortable(table);
  for (const form of document.querySelectorAll("form[data-table]")) {
    filtered(form, document.getElementById(form.dataset.table));
  }
}
