// Markdown in and out of the editor, as kernel/markup.py and conversations/naming.py read it on the server.

const SAFE = /^(?:https?:\/\/|mailto:|\/(?!\/)|#)/i;
const NAMED = /([@#])\[((?:\\.|[^\]\\\n]){1,240})\]\(([a-z][a-z-]{0,39}:\d{1,18})\)/y;
const PEOPLE = /^(?:member|team|audience):/;
const URLS = /(https?:\/\/[^\s<>"'\])]+)/;

export function language(engine) {
  const schema = makeSchema(engine);
  const parser = makeParser(engine, schema), serializer = makeSerializer(engine);
  return {
    schema,
    parse: (text) => parser.parse(text),
    serialise: (doc) => serializer.serialize(doc, { tightLists: true }).trim(),
  };
}

export function safeAddress(href) {
  return SAFE.test(href) ? href : "";
}

function makeSchema({ Schema, markdownSchema, tableNodes }) {
  const { nodes, marks } = markdownSchema.spec;
  const list = (name, extra = {}) => ({ ...nodes.get(name), attrs: extra.attrs, toDOM: extra.toDOM, parseDOM: extra.parseDOM });
  const kept = nodes.remove("image")
    .update("bullet_list", list("bullet_list", { parseDOM: [{ tag: "ul" }], toDOM: () => ["ul", 0] }))
    .update("ordered_list", list("ordered_list", {
      attrs: { order: { default: 1 } },
      parseDOM: [{ tag: "ol", getAttrs: (dom) => ({ order: dom.hasAttribute("start") ? +dom.getAttribute("start") : 1 }) }],
      toDOM: (node) => (node.attrs.order === 1 ? ["ol", 0] : ["ol", { start: node.attrs.order }, 0]),
    }))
    .update("heading", { ...nodes.get("heading"), content: "(text | mention)*", parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: 2 } })).concat({ tag: "p.title-of-text", attrs: { level: 2 } }), toDOM: () => ["p", { class: "title-of-text" }, 0] })
    .append(tableNodes({ tableGroup: "block", cellContent: "inline*", cellAttributes: {} }))
    .addToEnd("mention", {
      inline: true, group: "inline", atom: true, attrs: { sign: {}, label: {}, ref: {} },
      toDOM: (node) => ["span", { class: "mention", "data-sign": node.attrs.sign, "data-ref": node.attrs.ref }, node.attrs.sign + node.attrs.label],
      parseDOM: [{
        tag: "span[data-ref]",
        getAttrs: (dom) => /^[a-z-]+:\d+$/.test(dom.dataset.ref) && /^[@#]$/.test(dom.dataset.sign)
          ? { sign: dom.dataset.sign, ref: dom.dataset.ref, label: dom.textContent.replace(/^[@#]/, "") } : false,
      }],
      leafText: (node) => node.attrs.sign + node.attrs.label,
    });
  const link = {
    ...marks.get("link"),
    parseDOM: [{ tag: "a[href]", getAttrs: (dom) => safeAddress(dom.getAttribute("href")) ? { href: dom.getAttribute("href"), title: null } : false }],
    toDOM: (mark) => ["a", safeAddress(mark.attrs.href) ? { href: mark.attrs.href, rel: "noopener" } : {}, 0],
  };
  const strike = { parseDOM: [{ tag: "s" }, { tag: "del" }, { tag: "strike" }, { style: "text-decoration=line-through" }], toDOM: () => ["s", 0] };
  return new Schema({ nodes: kept, marks: marks.update("link", link).addBefore("code", "strike", strike) });
}

function makeParser({ MarkdownIt, MarkdownParser }, schema) {
  const reader = new MarkdownIt("commonmark", { html: false, breaks: true }).enable(["table", "strikethrough"]).disable(["image"]);
  reader.validateLink = (href) => Boolean(safeAddress(href));
  reader.inline.ruler.before("link", "mention", (state, silent) => {
    NAMED.lastIndex = state.pos;
    const found = NAMED.exec(state.src);
    if (!found || (found[1] === "@" && !PEOPLE.test(found[3]))) return false;
    if (!silent) {
      const token = state.push("mention", "", 0);
      token.meta = { sign: found[1], label: found[2].replace(/\\(.)/g, "$1"), ref: found[3] };
    }
    state.pos += found[0].length;
    return true;
  });
  return new MarkdownParser(schema, reader, {
    blockquote: { block: "blockquote" },
    paragraph: { block: "paragraph" },
    list_item: { block: "list_item" },
    bullet_list: { block: "bullet_list" },
    ordered_list: { block: "ordered_list", getAttrs: (token) => ({ order: +token.attrGet("start") || 1 }) },
    heading: { block: "heading", getAttrs: (token) => ({ level: +token.tag.slice(1) }) },
    code_block: { block: "code_block", noCloseToken: true },
    fence: { block: "code_block", getAttrs: (token) => ({ params: token.info || "" }), noCloseToken: true },
    hr: { node: "horizontal_rule" },
    hardbreak: { node: "hard_break" },
    softbreak: { node: "hard_break" },
    table: { block: "table" }, thead: { ignore: true }, tbody: { ignore: true },
    tr: { block: "table_row" }, th: { block: "table_header" }, td: { block: "table_cell" },
    mention: { node: "mention", getAttrs: (token) => token.meta },
    em: { mark: "em" }, strong: { mark: "strong" }, s: { mark: "strike" },
    link: { mark: "link", getAttrs: (token) => ({ href: token.attrGet("href"), title: null }) },
    code_inline: { mark: "code", noCloseToken: true },
  });
}

function makeSerializer({ MarkdownSerializer, defaultMarkdownSerializer }) {
  const { image: _image, ...nodes } = defaultMarkdownSerializer.nodes;
  const plain = (text) => text.replace(/([\\`*_[\]<>])/g, "\\$1");
  const serializer = new MarkdownSerializer({
    ...nodes,
    bullet_list(state, node) { state.renderList(node, "  ", () => "- "); },
    text(state, node) {
      // An address is written as it is: the server makes a link of it.
      node.text.split(URLS).forEach((piece, i) => { if (piece) state.text(piece, i % 2 === 0 && !state.inAutolink); });
    },
    mention(state, node) { state.write(`${node.attrs.sign}[${plain(node.attrs.label)}](${node.attrs.ref})`); },
    table(state, node) {
      const rows = [];
      node.forEach((row) => {
        const cells = [];
        row.forEach((cell) => cells.push(inline(cell)));
        rows.push(`| ${cells.join(" | ")} |`);
        if (rows.length === 1) rows.push(`|${" --- |".repeat(row.childCount)}`);
      });
      rows.forEach((row, i) => { state.write(row); if (i < rows.length - 1) state.ensureNewLine(); });
      state.closeBlock(node);
    },
  }, {
    ...defaultMarkdownSerializer.marks,
    strike: { open: "~~", close: "~~", mixable: true, expelEnclosingWhitespace: true },
  }, { escapeExtraCharacters: /<(?=[a-z/!?])|&(?=#?\w+;)/gi });

  function inline(cell) {
    const paragraph = cell.type.schema.nodes.paragraph.create(null, cell.content);
    return serializer.serialize(cell.type.schema.node("doc", null, [paragraph])).replace(/\\?\s*\n\s*/g, " ").replace(/\|/g, "\\|").trim() || " ";
  }
  return serializer;
}

// What Word, Outlook and web pages put on the clipboard, down to what a post may hold: the schema drops the rest.
export function cleanPasted(html) {
  const page = new DOMParser().parseFromString(html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/g, "").replace(/<\/?o:p>/g, ""), "text/html");
  page.querySelectorAll("style, script, title, meta, link, xml").forEach((node) => node.remove());
  let list = null;
  for (const item of page.querySelectorAll("p")) {
    const style = item.getAttribute("style") ?? "";
    if (!/mso-list:\s*l\d/i.test(style)) { list = null; continue; }
    const mark = [...item.querySelectorAll("span")].find((span) => /mso-list:\s*ignore/i.test(span.getAttribute("style") ?? ""));
    const kind = mark && /^\s*(?:\d+|[a-z])[.)]/i.test(mark.textContent) ? "ol" : "ul";
    mark?.remove();
    if (!list || list.localName !== kind || list.nextElementSibling !== item) {
      list = page.createElement(kind);
      item.before(list);
    }
    const made = page.createElement("li");
    made.append(...item.childNodes);
    list.append(made);
    item.remove();
  }
  return page.body.innerHTML;
}
