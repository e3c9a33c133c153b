/** Where this phone is. @throws GeolocationPositionError it may not say, or does not know */
export function whereNow(): Promise<{ lat: number; lon: number }> {
  return new Promise((found, failed) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found({ lat: coords.latitude, lon: coords.longitude }),
      failed,
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 30_000 },
    );
  });
}
