/** Whether the text of an address is one of IPv6. */
export const isIPv6 = (address: string): boolean => address.includes(':');
