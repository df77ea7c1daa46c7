// Bytes that are no record, header, attestation or question about the map; or a record that cannot be written.

/** The message holds the field, its value and the limit. The only error that reading in this folder ever throws. */
export class RecordError extends Error {
  override readonly name = 'RecordError';
}
