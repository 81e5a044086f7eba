// The editor of members' texts: what is written looks as it will be read; what is kept is Markdown, in the text field behind.

export function mount({ field, kit, tools, modules }) {
  const { engine } = modules, area = field.querySelector("textarea"), form = area.form, label = field.querySelector("label");
  const language = modules.markdown.language(engine), { schema } = language;
  const typed = area.value === area.defaultValue && field.dataset.canonical ? field.dataset.canonical : area.value;
  const parts = {}, listeners = [];
  const changed = () => listeners.forEach((listener) => listener());
  const focused = document.activeElement === area;

  const toolbar = tools.querySelector(".tools-of-text"), tables = tools.querySelector(".tools-of-table");
  const commands = makeCommands(engine, schema, { ask: askLink, files: () => parts.files?.choose() });
  // Whoever comes back to a text goes on behind it; behind a quotation, a table or code rather than in it.
  const ends = ["paragraph", "heading", "bullet_list", "ordered_list"];
  const open = (doc) => (!doc.lastChild || ends.includes(doc.lastChild.type.name) ? doc : doc.copy(doc.content.addToEnd(schema.nodes.paragraph.create())));
  const state = (doc) => engine.EditorState.create({
    doc, selection: engine.Selection.atEnd(doc),
    plugins: [
      modules.completion.completing(engine, { kit, field, schema }),
      rules(engine, schema),
      engine.keymap(keys(engine, schema, commands, () => toolbar.querySelector("[tabindex='0']").focus())),
      engine.keymap(engine.baseKeymap),
      engine.history(), engine.dropCursor(), engine.gapCursor(), engine.tableEditing(),
    ],
  });

  const place = document.createElement("div");
  place.className = "editor";
  const view = new engine.EditorView(place, {
    state: state(open(language.parse(typed))),
    attributes: {
      role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id || (label.id = `${area.id}-label`), class: "said",
      ...(area.getAttribute("aria-describedby") ? { "aria-describedby": area.getAttribute("aria-describedby") } : {}),
      spellcheck: "true", lang: document.documentElement.lang,
    },
    transformPastedHTML: modules.markdown.cleanPasted,
    clipboardTextParser(text, context, plain) {
      if (plain || context.parent.type.spec.code) return null;
      return engine.Slice.maxOpen(language.parse(text).content);
    },
    handlePaste(_view, event) {
      const given = event.clipboardData;
      if (!given?.files.length || given.types.includes("text/html")) return false;
      parts.files?.add(given.files);
      return true;
    },
    dispatchTransaction(transaction) {
      view.updateState(view.state.apply(transaction));
      if (transaction.docChanged) { area.value = language.serialise(view.state.doc); changed(); }
      refresh();
    },
  });

  // All that could fail has been done: only now does the plain field give way.
  field.querySelector(".markup-help").hidden = true;
  area.before(toolbar, tables, place);
  area.hidden = true;
  label.addEventListener("click", () => view.focus());
  wireToolbar(toolbar, (name) => { commands[name](view.state, view.dispatch, view); if (name !== "file" && name !== "link") view.focus(); });
  tables.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) { commands[button.dataset.table](view.state, view.dispatch, view); view.focus(); }
  });
  if (form.querySelector("details.enclose")) parts.files = modules.files.attaching({ form, kit, changed });
  else toolbar.querySelector("[data-tool=file]").remove();
  if (form.querySelector("[name=place]")) {
    const drafts = modules.drafts.keeping({ form, kit, area, fill, files: parts.files });
    listeners.push(drafts.changed);
  }
  refresh();
  if (focused) view.focus();

  function fill(text) {
    view.updateState(state(open(language.parse(text))));
    // Chromium types where the caret was before, though it shows it where it is: it is set anew.
    if (view.hasFocus()) { getSelection().removeAllRanges(); view.focus(); }
    area.value = language.serialise(view.state.doc);
    refresh();
  }

  function insert(text) {
    const at = view.state.doc.content.size === 2 ? 0 : view.state.doc.content.size;
    const content = language.parse(`${text}\n`).content.addToEnd(schema.nodes.paragraph.create());
    const transaction = view.state.tr.replaceWith(at, view.state.doc.content.size, content);
    view.dispatch(transaction.setSelection(engine.Selection.atEnd(transaction.doc)).scrollIntoView());
    view.focus();
  }

  function refresh() {
    const { $from, from, to, empty } = view.state.selection;
    const inside = (name) => { for (let depth = $from.depth; depth; depth--) if ($from.node(depth).type.name === name) return true; return false; };
    const marked = (name) => {
      const type = schema.marks[name];
      return empty ? Boolean(type.isInSet(view.state.storedMarks ?? $from.marks())) : view.state.doc.rangeHasMark(from, to, type);
    };
    const on = {
      strong: marked("strong"), em: marked("em"), strike: marked("strike"), link: marked("link"), code: marked("code"),
      heading: inside("heading"), bullet: inside("bullet_list"), ordered: inside("ordered_list"), quote: inside("blockquote"), block: inside("code_block"),
    };
    for (const [name, pressed] of Object.entries(on)) toolbar.querySelector(`[data-tool=${name}]`).setAttribute("aria-pressed", String(pressed));
    tables.hidden = !engine.isInTable(view.state);
    place.classList.toggle("is-empty", view.state.doc.childCount === 1 && !view.state.doc.firstChild.childCount);
  }

  // Where a link leads, asked under the bar. Enter sets it, an empty address takes it away, Escape leaves it.
  function askLink(editing) {
    field.querySelector(".link-of-text")?.remove();
    const box = document.createElement("label"), input = document.createElement("input");
    const mark = editing.state.selection.$from.marks().find((one) => one.type === schema.marks.link);
    box.className = "link-of-text";
    input.type = "url";
    input.value = mark?.attrs.href ?? "";
    box.append(`${kit.words.address} `, input);
    toolbar.after(box);
    input.focus();
    const leave = () => { box.remove(); editing.focus(); };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); leave(); }
      if (event.key !== "Enter") return;
      event.preventDefault();
      const { from, to, empty } = editing.state.selection, type = schema.marks.link, typedAddress = input.value.trim();
      const href = modules.markdown.safeAddress(/^[a-z]+:|^\//i.test(typedAddress) || !typedAddress ? typedAddress : `https://${typedAddress}`);
      let transaction = editing.state.tr;
      if (!href) transaction = transaction.removeMark(from, to, type);
      else if (empty) transaction = transaction.replaceSelectionWith(schema.text(href, [type.create({ href })]), false);
      else transaction = transaction.addMark(from, to, type.create({ href }));
      editing.dispatch(transaction);
      leave();
    });
    input.addEventListener("blur", () => setTimeout(() => box.remove(), 150));
  }

  return { insert, fill, focus: () => view.focus(), view };
}

function makeCommands(engine, schema, { ask, files }) {
  const { marks, nodes } = schema, mark = (type) => engine.toggleMark(type);
  const block = (type, attributes) => (state, dispatch) =>
    (engine.setBlockType(type, attributes)(state) ? engine.setBlockType(type, attributes) : engine.setBlockType(nodes.paragraph))(state, dispatch);
  const list = (type) => (state, dispatch) =>
    engine.wrapInList(type)(state, dispatch) || engine.liftListItem(nodes.list_item)(state, dispatch);
  const quote = (state, dispatch) => {
    const { $from } = state.selection;
    for (let depth = $from.depth; depth; depth--) if ($from.node(depth).type === nodes.blockquote) return engine.lift(state, dispatch);
    return engine.wrapIn(nodes.blockquote)(state, dispatch);
  };
  const table = (state, dispatch) => {
    if (engine.isInTable(state)) return false;
    const row = (type) => nodes.table_row.create(null, [type.create(), type.create()]);
    const made = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
    if (!dispatch) return true;
    // In place of an empty line, else behind the block one is in.
    const { $from } = state.selection, empty = $from.depth === 1 && !$from.parent.childCount;
    const transaction = empty ? state.tr.replaceWith($from.before(1), $from.after(1), made) : state.tr.insert($from.after(1), made);
    let at = 0;
    transaction.doc.forEach((node, pos) => { if (node === made) at = pos; });
    dispatch(transaction.setSelection(engine.TextSelection.near(transaction.doc.resolve(at + 3))).scrollIntoView());
    return true;
  };
  return {
    strong: mark(marks.strong), em: mark(marks.em), strike: mark(marks.strike), code: mark(marks.code),
    heading: block(nodes.heading, { level: 2 }), block: block(nodes.code_block),
    bullet: list(nodes.bullet_list), ordered: list(nodes.ordered_list), quote, table,
    link: (_state, _dispatch, view) => { ask(view); return true; },
    file: () => { files(); return true; },
    undo: engine.undo, redo: engine.redo,
    row: engine.addRowAfter, column: engine.addColumnAfter,
    "no-row": engine.deleteRow, "no-column": engine.deleteColumn, "no-table": engine.deleteTable,
  };
}

function keys(engine, schema, commands, toToolbar) {
  const { nodes } = schema;
  const breakLine = engine.chainCommands(engine.exitCode, (state, dispatch) => {
    if (engine.isInTable(state)) return true;
    dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
    return true;
  });
  return {
    "Mod-b": commands.strong, "Mod-i": commands.em, "Mod-e": commands.code, "Mod-k": commands.link,
    "Mod-Shift-7": commands.ordered, "Mod-Shift-8": commands.bullet, "Mod-Shift-9": commands.quote,
    "Mod-z": engine.undo, "Mod-y": engine.redo, "Mod-Shift-z": engine.redo,
    "Shift-Enter": breakLine, "Mod-Enter": breakLine,
    Enter: engine.chainCommands(
      (state, dispatch) => engine.isInTable(state) && (engine.goToNextCell(1)(state, dispatch) || engine.addRowAfter(state, dispatch)),
      engine.splitListItem(nodes.list_item),
    ),
    // Elsewhere Tab goes on to the next control, as everywhere.
    Tab: engine.chainCommands(engine.goToNextCell(1), engine.sinkListItem(nodes.list_item)),
    "Shift-Tab": engine.chainCommands(engine.goToNextCell(-1), engine.liftListItem(nodes.list_item)),
    "Alt-F10": () => { toToolbar(); return true; },
  };
}

// Who types Markdown gets what it means.
function rules(engine, schema) {
  const { nodes, marks } = schema;
  const marking = (pattern, type) => new engine.InputRule(pattern, (state, match, start, end) => {
    const from = start + match[0].indexOf(match[1]);
    return state.tr.replaceWith(from, end, schema.text(match[2], [type.create()])).removeStoredMark(type);
  });
  return engine.inputRules({
    rules: [
      engine.wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
      engine.wrappingInputRule(/^\s*([-+*])\s$/, nodes.bullet_list),
      engine.wrappingInputRule(/^(\d{1,4})[.)]\s$/, nodes.ordered_list, (match) => ({ order: +match[1] })),
      engine.textblockTypeInputRule(/^#{1,3}\s$/, nodes.heading, { level: 2 }),
      engine.textblockTypeInputRule(/^```$/, nodes.code_block),
      marking(/(?:^|\s)(\*\*([^*\s](?:[^*]*[^*\s])?)\*\*)$/, marks.strong),
      marking(/(?:^|\s)(`([^`]+)`)$/, marks.code),
    ],
  });
}

// One stop for Tab; arrows go along the bar.
function wireToolbar(bar, run) {
  const buttons = () => [...bar.querySelectorAll("button")];
  const reach = (button) => { for (const one of buttons()) one.tabIndex = one === button ? 0 : -1; button.focus(); };
  buttons()[0].tabIndex = 0;
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) run(button.dataset.tool);
  });
  bar.addEventListener("keydown", (event) => {
    const all = buttons(), at = all.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    reach(all[(to + all.length) % all.length]);
  });
}
