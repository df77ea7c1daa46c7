// `millrace redact`: a recording that can be given away.
export interface RedactFlags {
  readonly out?: string;
  readonly module?: readonly string[];
  readonly json?: boolean;
}

export const redact = (file: string, flags: RedactFlags): void => void [file, flags];
