// Runs before every spec file: an error that RxJS could not hand to anybody fails the test that caused it.
import { config } from 'rxjs';

config.onUnhandledError = (error: unknown): never => {
  throw error;
};
