// What the members' editor takes of ProseMirror; bundled by bin/editor.
export { Schema, DOMParser, DOMSerializer, Slice, Fragment, Node } from "prosemirror-model";
export { EditorState, Plugin, PluginKey, Selection, TextSelection, NodeSelection } from "prosemirror-state";
export { EditorView, Decoration, DecorationSet } from "prosemirror-view";
export { baseKeymap, chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
export { keymap } from "prosemirror-keymap";
export { history, undo, redo } from "prosemirror-history";
export { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
export { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
export { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable, tableEditing, tableNodes } from "prosemirror-tables";
export { MarkdownParser, MarkdownSerializer, defaultMarkdownSerializer, schema as markdownSchema } from "prosemirror-markdown";
export { gapCursor } from "prosemirror-gapcursor";
export { dropCursor } from "prosemirror-dropcursor";
export { default as MarkdownIt } from "markdown-it";
