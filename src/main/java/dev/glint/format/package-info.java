/**
 * Says what a disk image is, from its bytes alone as they pass by, and whether it could make the host that boots or converts it
 * touch what is not its own. Start at {@link dev.glint.format.FormatInspector}.
 *
 * <p>One class for each format; {@link dev.glint.format.Formats} lists them. The names, the sizes and the verdicts are those of the
 * format inspector in OpenStack's oslo.utils, which Glance, Nova and Cinder use. Ours are stricter where QEMU was seen to read
 * another file although that inspector finds nothing, and where it or another hypervisor could:
 *
 * <ul>
 *   <li>a VMDK whose descriptor names a parent, or gives two subformats, or does not end; an extent with a backslash or a colon;
 *   <li>a VMDK descriptor by itself, also if it is short, padded, not ASCII, or begins with long comments;
 *   <li>a VMDK of the older kind (COWD), which can name a parent too;
 *   <li>a qcow2 image of less than 512 bytes that names another file; qemu takes what is missing for zeros.
 * </ul>
 *
 * <p>VHD and VHDX images that differ from a parent are unsafe as well, as they name it. Two sizes differ: that of a QED image is the
 * one in its header, and those of raw, gpt and luks images come from the size of the whole image. A size of 2^63 or more is unknown.
 */
package dev.glint.format;
