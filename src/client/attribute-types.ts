import type { SearchAttributeType } from '@temporalio/common';

/** A type's name on Temporal's command line, and its number in Temporal's API. */
interface AttributeType {
  readonly name: string;
  readonly code: number;
}

export const attributeTypes: Readonly<Record<SearchAttributeType, AttributeType>> = {
  TEXT: { name: 'Text', code: 1 },
  KEYWORD: { name: 'Keyword', code: 2 },
  INT: { name: 'Int', code: 3 },
  DOUBLE: { name: 'Double', code: 4 },
  BOOL: { name: 'Bool', code: 5 },
  DATETIME: { name: 'Datetime', code: 6 },
  KEYWORD_LIST: { name: 'KeywordList', code: 7 },
};
