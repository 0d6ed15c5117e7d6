/** The fields that are not Go's zero value, as the store keeps non-pointer scalars: absent and zero are the same. */
export const omitZero = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== 0 && value !== '' && value !== false),
  ) as Partial<T>;
