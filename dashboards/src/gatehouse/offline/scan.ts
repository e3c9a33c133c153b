/** The browser's own reader (Shape Detection API), where there is one; its types are in no library of TypeScript's yet. */
interface BarcodeReader {
  detect(image: CanvasImageSource): Promise<readonly { readonly rawValue: string }[]>;
}
type BarcodeReaders = {
  new (options: { formats: string[] }): BarcodeReader;
  getSupportedFormats(): Promise<string[]>;
};

/** Between two looks. Milliseconds. */
const PAUSE = 200;
/** A code of some hundred signs is read at this width. Pixels. */
const WIDTH = 960;

/**
 * Looks through the tablet's back camera for a QR code; each is told once until another comes.
 * @returns ends it, and the camera's light goes out
 */
export function watchForCode(
  video: HTMLVideoElement,
  onCode: (code: string) => void,
  onNoCamera: () => void,
): () => void {
  let isOver = false;
  let stream: MediaStream | undefined;
  let last = '';
  const look = async (read: (image: HTMLVideoElement) => Promise<string | undefined>): Promise<void> => {
    while (!isOver) {
      const code =
        video.readyState >= video.HAVE_CURRENT_DATA ? await read(video).catch(() => undefined) : undefined;
      if (code !== undefined && code !== last && !isOver) onCode((last = code));
      await new Promise((wake) => setTimeout(wake, PAUSE));
    }
  };
  const begin = async (): Promise<void> => {
    const wanted = { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } };
    stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
    if (isOver) return stop();
    video.srcObject = stream;
    await video.play();
    void look(await reader());
  };
  const stop = (): void => {
    isOver = true;
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  begin().catch(() => {
    if (!isOver) onNoCamera();
  });
  return stop;
}

async function reader(): Promise<(image: HTMLVideoElement) => Promise<string | undefined>> {
  const Reader = (globalThis as { BarcodeDetector?: BarcodeReaders }).BarcodeDetector;
  const formats = await Reader?.getSupportedFormats().catch((): string[] => []);
  if (Reader !== undefined && formats?.includes('qr_code') === true) {
    const own = new Reader({ formats: ['qr_code'] });
    return async (image) => (await own.detect(image))[0]?.rawValue;
  }
  const { decodeQR } = await import('qr/decode.js');
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return (image) => {
    const scale = Math.min(1, WIDTH / image.videoWidth);
    canvas.width = Math.round(image.videoWidth * scale);
    canvas.height = Math.round(image.videoHeight * scale);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    try {
      return Promise.resolve(decodeQR(context.getImageData(0, 0, canvas.width, canvas.height)));
    } catch {
      // nothing that is a code is in the picture
      return Promise.resolve(undefined);
    }
  };
}
