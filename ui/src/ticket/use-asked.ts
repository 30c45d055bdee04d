/** What is typed, once the typing rests: each letter need not be a question to the desk. */
import { useEffect, useState } from 'react';

export function useAsked(text: string, rest = 150): string {
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), rest);
    return () => clearTimeout(timer);
  }, [text, rest]);
  return asked;
}
