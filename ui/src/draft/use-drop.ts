/** Files dragged over an element and let go there. Whether some hang over it now is for its look. */
import { useEffect, useEffectEvent, useState, type RefObject } from 'react';

export function useDrop(place: RefObject<HTMLElement | null>, onFiles: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const take = useEffectEvent(onFiles);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const hover = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => setOver(event.relatedTarget instanceof Node && element.contains(event.relatedTarget));
    const drop = (event: DragEvent) => {
      setOver(false);
      if (!carriesFiles(event)) return;
      event.preventDefault();
      event.stopPropagation(); // the editor below would insert the file's name
      take([...(event.dataTransfer?.files ?? [])]);
    };
    const capture = { capture: true };
    element.addEventListener('dragover', hover);
    element.addEventListener('dragleave', leave);
    element.addEventListener('drop', drop, capture);
    return () => {
      element.removeEventListener('dragover', hover);
      element.removeEventListener('dragleave', leave);
      element.removeEventListener('drop', drop, capture);
    };
  }, [place]);
  return over;
}
