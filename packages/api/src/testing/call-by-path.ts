/** Calls a procedure of an in-process caller by its path, as a transport does: the types stop at the wire. */
export async function callByPath(caller: object, path: string, input: unknown): Promise<unknown> {
  let procedure: unknown = caller;
  for (const part of path.split('.')) procedure = Reflect.get(Object(procedure), part);
  if (typeof procedure !== 'function') throw new TypeError(`There is no procedure ${path}.`);
  const answer: unknown = await Reflect.apply(procedure, undefined, [input]);
  if (!isStream(answer)) return answer;
  const items: unknown[] = [];
  for await (const item of answer) items.push(item);
  return items;
}

const isStream = (value: unknown): value is AsyncIterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
