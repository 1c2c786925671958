import type { CwlType, RecordField, RecordType, UnionType } from "../model/index.ts";

type Member = UnionType[number];

const unfolded = new WeakMap<RecordType, readonly RecordField[]>();

/** The fields of a record, with the record itself in the place of what refers back to it. */
export function fieldsOf(record: RecordType): readonly RecordField[] {
  const known = unfolded.get(record);
  if (known) return known;
  const fields = unfoldFields(record.fields, record, 0);
  unfolded.set(record, fields);
  return fields;
}

function unfoldFields(fields: readonly RecordField[], record: RecordType, depth: number): readonly RecordField[] {
  const found = fields.map((field) => {
    const type = unfold(field.type, record, depth);
    return type === field.type ? field : { ...field, type };
  });
  return found.every((field, index) => field === fields[index]) ? fields : found;
}

/** What holds no reference to the record is kept as it is. */
function unfold(type: CwlType, record: RecordType, depth: number): CwlType {
  if (typeof type === "string") return type;
  if ("type" in type) return unfoldMember(type, record, depth);
  const members = type.map((member) => (typeof member === "string" ? member : unfoldMember(member, record, depth)));
  return members.every((member, index) => member === type[index]) ? type : members;
}

function unfoldMember(type: Exclude<Member, string>, record: RecordType, depth: number): Member {
  switch (type.type) {
    case "recursion":
      return type.up === depth ? record : type;
    case "array": {
      const items = unfold(type.items, record, depth);
      return items === type.items ? type : { ...type, items };
    }
    case "record": {
      const fields = unfoldFields(type.fields, record, depth + 1);
      return fields === type.fields ? type : { ...type, fields };
    }
    case "enum":
      return type;
  }
}
