package dev.glint.executable;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import software.amazon.awssdk.regions.GeneratedServiceMetadataProvider;
import software.amazon.awssdk.regions.ServiceMetadata;

/**
 * Takes the SDK's table of every service of AWS in every region away. Nothing is looked up in it: the addresses of S3 come from our
 * configuration, those of STS from rules of its own.
 */
@TargetClass(GeneratedServiceMetadataProvider.class)
final class NoServiceMetadata {

    private NoServiceMetadata() {}

    /** Answers null, which means what is true of most services: they are signed for the region that they are in. */
    @Substitute
    ServiceMetadata serviceMetadata(String endpointPrefix) {
        return null;
    }
}
