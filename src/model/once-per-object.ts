/**
 * The function with its answers kept for each object, as long as the object is, and each key. For objects that never change: those of the store, schemas,
 * registries.
 */
export function oncePerObject<O extends object, K, V>(make: (object: O, key: K) => V): (object: O, key: K) => V {
  const kept = new WeakMap<O, Map<K, { readonly value: V }>>();
  return (object, key) => {
    let byKey = kept.get(object);
    if (!byKey) kept.set(object, (byKey = new Map()));
    let answer = byKey.get(key);
    if (!answer) byKey.set(key, (answer = { value: make(object, key) }));
    return answer.value;
  };
}
