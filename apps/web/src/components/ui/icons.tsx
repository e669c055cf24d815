import type { ReactNode } from 'react';

function Icon({ children, className = 'size-5' }: { children: ReactNode; className?: string }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={className}
    >
      {children}
    </svg>
  );
}

interface IconProps {
  className?: string;
}

/** A fountain pen's nib: the writer's own voice. */
export const NibIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M12 21 6.2 9.4 9 3h6l2.8 6.4z" />
    <path d="M12 21v-7.6" />
    <circle cx="12" cy="11.6" r="1.7" />
    <path d="M7.4 6.6h9.2" />
  </Icon>
);

/** A pencil: the base. */
export const PencilIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M4 20l1.2-4.4L16.6 4.2a1.6 1.6 0 0 1 2.3 0l.9.9a1.6 1.6 0 0 1 0 2.3L8.4 18.8z" />
    <path d="M14.6 6.2l3.2 3.2M5.2 15.6l3.2 3.2" />
  </Icon>
);

export const BellIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M6.2 16.2V11a5.8 5.8 0 0 1 11.6 0v5.2l1.6 1.8H4.6z" />
    <path d="M10.2 20.6a2 2 0 0 0 3.6 0" />
  </Icon>
);

export const CheckIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M5 12.6l4.4 4.4L19 7.4" />
  </Icon>
);

export const CopyIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="8.5" y="8.5" width="11" height="11" rx="2.2" />
    <path d="M15.5 8.5V6.7a2.2 2.2 0 0 0-2.2-2.2H6.7a2.2 2.2 0 0 0-2.2 2.2v6.6a2.2 2.2 0 0 0 2.2 2.2h1.8" />
  </Icon>
);

export const LeftIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M14.5 6L8.5 12l6 6" />
  </Icon>
);

export const StopIcon = (props: IconProps) => (
  <Icon {...props}>
    <rect x="7" y="7" width="10" height="10" rx="1.6" fill="currentColor" />
  </Icon>
);

export const AgainIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M19 12a7 7 0 1 1-2.2-5.1" />
    <path d="M19.4 3.6v4.2h-4.2" />
  </Icon>
);

export const PlusIcon = (props: IconProps) => (
  <Icon {...props}>
    <path d="M12 5.5v13M5.5 12h13" />
  </Icon>
);
