/** The four functions for Lambda's queues, buses and direct invocations. */
package dev.glint.lambda;
