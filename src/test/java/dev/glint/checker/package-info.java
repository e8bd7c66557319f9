/**
 * A checker for errors that no other test looks for. Random clients call two instances of the application while requests to S3 and
 * to sources meet faults and instances are killed. A history records the answers. For each id the checker asks whether some order
 * of its calls explains every answer and what S3 has in the end.
 *
 * <p>{@link dev.glint.checker.Clients} make calls, {@link dev.glint.checker.Chaos} and {@link dev.glint.checker.Instances} disturb
 * them, {@link dev.glint.checker.History} records them, {@link dev.glint.checker.Behaviour} says what each answer promises, and
 * {@link dev.glint.checker.Linearization} looks for the order. {@link dev.glint.checker.Audit} compares the result with S3.
 */
package dev.glint.checker;
