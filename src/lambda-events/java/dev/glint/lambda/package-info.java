/** The four functions for Lambda&apos;s queues, buses and direct invocations. */
package dev.glint.lambda;
