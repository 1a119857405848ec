import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { TextInput } from './text-input';

const AFTER_MS = 250;

interface Props {
  /** Read aloud and shown while it is empty. */
  label: string;
  /** What is searched for now, as the address says. */
  value: string;
  onSearch: (text: string) => void;
  className?: string;
}

/**
 * A search whose text lives in the address. It holds what is typed itself and hands it on after a
 * pause: an address changes too late to give each letter back in time.
 */
export function SearchInput({ label, value, onSearch, className }: Props) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onSearch(typed), AFTER_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onSearch]);
  return (
    <TextInput
      type="search"
      className={className}
      aria-label={label}
      placeholder={label}
      prefix={<Search aria-hidden />}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
