/** The words that a YAML text consists of. Those of blocks stand for indentation. */
export const TokenKind = {
  streamEnd: 0,
  directive: 1,
  documentStart: 2,
  documentEnd: 3,
  blockSequence: 4,
  blockMapping: 5,
  blockEnd: 6,
  blockEntry: 7,
  flowSequence: 8,
  flowSequenceEnd: 9,
  flowMapping: 10,
  flowMappingEnd: 11,
  flowEntry: 12,
  key: 13,
  value: 14,
  alias: 15,
  anchor: 16,
  tag: 17,
  plain: 18,
  quoted: 19,
  block: 20,
} as const;

export type TokenKind = (typeof TokenKind)[keyof typeof TokenKind];

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  /** The value of a scalar, the name of an anchor, alias or tag, a directive; else empty. */
  readonly text: string;
}

/** Where a value stands, which says what may begin there. */
export const Place = {
  /** Within brackets. */
  flow: 0,
  /** At the beginning of a document, or behind the dash of a list. */
  block: 1,
  /** As key or value of a mapping, where a list may begin in the column of the key. */
  value: 2,
} as const;
export type Place = (typeof Place)[keyof typeof Place];

export function isScalar({ kind }: Token): boolean {
  return kind === TokenKind.plain || kind === TokenKind.quoted || kind === TokenKind.block;
}

export function beginsCollection({ kind }: Token, place: Place): boolean {
  if (kind === TokenKind.flowSequence || kind === TokenKind.flowMapping) return true;
  if (kind === TokenKind.blockEntry) return place === Place.value;
  return place !== Place.flow && (kind === TokenKind.blockSequence || kind === TokenKind.blockMapping);
}

/** Whether an entry is over where its key or value could begin. */
export function endsEntry({ kind }: Token, place: Place): boolean {
  switch (kind) {
    case TokenKind.blockEntry:
      return place !== Place.value;
    case TokenKind.key:
    case TokenKind.value:
    case TokenKind.blockEnd:
    case TokenKind.flowEntry:
    case TokenKind.flowSequenceEnd:
    case TokenKind.flowMappingEnd:
      return true;
    default:
      return false;
  }
}

export function isBetweenDocuments({ kind }: Token): boolean {
  return kind <= TokenKind.documentEnd;
}
