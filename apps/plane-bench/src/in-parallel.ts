/** Does every item once, in the order of the list; each worker does one at a time. */
export async function inParallel<Item, Worker, Result>(
  items: readonly Item[],
  workers: readonly Worker[],
  work: (item: Item, worker: Worker) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const rest = items.entries();
  async function drain(worker: Worker): Promise<void> {
    for (const [index, item] of rest) results[index] = await work(item, worker);
  }
  await Promise.all(workers.map(drain));
  return results;
}
