/** The bytes of an attachment as a URL. Asked for only when `wanted`; the last few dozen are kept, older ones given back. */
import type { AttachmentBytes } from '../ipc/bindings';
import { useCall } from '../ipc/hooks';
import { toBlob } from './bytes';

const KEPT = 48;
const urls = new Map<string, string>();

function urlOf(hash: string, data: AttachmentBytes): string {
  const known = urls.get(hash);
  if (known) return known;
  const made = URL.createObjectURL(toBlob(data.bytes, data.media_type));
  urls.set(hash, made);
  const [oldest] = urls;
  if (oldest && urls.size > KEPT) {
    urls.delete(oldest[0]);
    URL.revokeObjectURL(oldest[1]);
  }
  return made;
}

export interface Fetched {
  url: string | undefined;
  /** In base64, for what must look inside. */
  bytes: string | undefined;
  loading: boolean;
  failed: boolean;
  retry: () => void;
}

export function useAttachment(hash: string, wanted = true): Fetched {
  const read = useCall('attachment.get', wanted ? { hash } : 'skip');
  return { bytes: read.data?.bytes, url: read.data && urlOf(hash, read.data), loading: wanted && read.isPending, failed: read.isError, retry: () => void read.refetch() };
}
