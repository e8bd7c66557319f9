package dev.glint.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as qemu-img makes them. */
@Tag("qemu")
class QemuImagesTest {

    private static final int DISK = 5 << 20;

    @TempDir
    Path directory;

    private QemuImg qemuImg;

    @BeforeEach
    void useTheDirectory() {
        qemuImg = new QemuImg(directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        qcow2 | compat=0.10                             | qcow2 | true
        qcow2 | compat=1.1                              | qcow2 | true
        qcow2 | lazy_refcounts=on                       | qcow2 | true
        qcow2 | cluster_size=512                        | qcow2 | true
        qcow2 | cluster_size=2M                         | qcow2 | true
        qcow2 | refcount_bits=1                         | qcow2 | true
        qcow2 | preallocation=full                      | qcow2 | true
        qcow2 | compression_type=zstd                   | qcow2 | true
        qcow2 | extended_l2=on,cluster_size=128k        | qcow2 | false
        qcow2 | data_file=other                         | qcow2 | false
        qcow2 | data_file=other,data_file_raw=on        | qcow2 | false
        qcow2 | compat=0.10,backing_file=base.raw,backing_fmt=raw | qcow2 | false
        qcow2 | backing_file=base.raw,backing_fmt=raw   | qcow2 | false
        qcow  | -                                       | qcow2 | false
        qed   | -                                       | qed   | false
        vmdk  | subformat=monolithicSparse              | vmdk  | true
        vmdk  | subformat=monolithicSparse,compat6=on   | vmdk  | true
        vmdk  | subformat=monolithicSparse,adapter_type=lsilogic,hwversion=7 | vmdk | true
        vmdk  | subformat=monolithicSparse,zeroed_grain=on | vmdk | true
        vmdk  | subformat=streamOptimized               | vmdk  | true
        vmdk  | backing_file=base.vmdk,backing_fmt=vmdk | vmdk  | false
        vdi   | static=off                              | vdi   | true
        vdi   | static=on                               | vdi   | true
        vhdx  | subformat=dynamic                       | vhdx  | true
        vhdx  | subformat=fixed                         | vhdx  | true
        vhdx  | block_size=1M,log_size=1M               | vhdx  | true
        vpc   | subformat=dynamic,force_size=on         | vhd   | true
        raw   | -                                       | raw   | true
        """)
    void imageIsOfTheFormatThatItWasMadeIn(String made, String options, String format, boolean safe) throws Exception {
        qemuImg.run("create", "-f", "vmdk", "base.vmdk", "5M");
        Files.write(directory.resolve("base.raw"), new byte[DISK]);
        String all = options.equals("-") ? "size=5M" : "size=5M," + options;
        qemuImg.run("create", "-f", made, "-o", all, "image");
        ImageFormat found = qemuImg.inspect("image");
        assertEquals(format, found.name());
        assertEquals(DISK, found.virtualSize().orElseThrow());
        assertEquals(safe, found.safe(), found::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"monolithicFlat", "twoGbMaxExtentSparse", "twoGbMaxExtentFlat"})
    void descriptorOfAVmdkInSeveralFilesIsUnsafe(String subformat) throws Exception {
        qemuImg.run("create", "-f", "vmdk", "-o", "subformat=" + subformat, "image", "5M");
        ImageFormat found = qemuImg.inspect("image");
        assertEquals("vmdk", found.name());
        assertFalse(found.safe());
    }

    @ParameterizedTest
    @ValueSource(strings = {"qcow2", "vmdk", "vdi", "vhdx", "raw"})
    void imageWithDataIsSafeAndHasTheSizeOfItsDisk(String format) throws Exception {
        byte[] data = new byte[1 << 20];
        new Random(1).nextBytes(data);
        Files.write(directory.resolve("data"), data);
        qemuImg.run("convert", "-f", "raw", "-O", format, "data", "image");
        ImageFormat expected = new ImageFormat(format, OptionalLong.of(data.length), Optional.empty());
        assertEquals(expected, qemuImg.inspect("image"));
    }

    /** Without LUKS: on some machines qemu-img cannot measure how long a key takes, and gives up. */
    @Test
    void encryptedImageIsSafe() throws Exception {
        String options = "encrypt.format=aes,encrypt.key-secret=key";
        qemuImg.run("create", "-f", "qcow2", "--object", "secret,id=key,data=x", "-o", options, "image", "5M");
        assertEquals(new ImageFormat("qcow2", OptionalLong.of(DISK), Optional.empty()), qemuImg.inspect("image"));
    }
}
