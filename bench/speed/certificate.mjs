// Keys and self-signed certificates for the contenders that speak TLS: made as a node makes its own.
import { newNodeKey } from '../../dist/index.js';

/** @returns {Promise<{ key: string, cert: string }>} PEM */
export const credentials = async () => {
  const { privateKey, certificate } = await newNodeKey();
  return { key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), cert: certificate };
};

/** What both ends of a mutual TLS 1.3 connection are told, beside their keys. Nobody trusts anybody's issuer. */
export const MUTUAL = { minVersion: 'TLSv1.3', maxVersion: 'TLSv1.3', requestCert: true, rejectUnauthorized: false };
