/** Who may call which function, and which ids they may name: rules of the configuration, and tokens that prove who calls. */
package dev.glint.access;
