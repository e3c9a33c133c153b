const PLATE = /^(\d{2}[A-Z]{1,2})(?:(\d{3})(\d{2})|(\d{4}))$/;

/** A Vietnamese plate as it is on the truck, `15C-123.45`; cameras and gates tell it without separators. Other text stays as it is. */
export function formatPlate(plate: string): string {
  return plate.replace(PLATE, (_, series: string, first?: string, last?: string, four?: string) =>
    four === undefined ? `${series}-${first}.${last}` : `${series}-${four}`,
  );
}
