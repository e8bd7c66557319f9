package software.amazon.awssdk.regions;

/**
 * Takes the place of the SDK's table of every service of AWS in every region, whose 300 classes would be loaded for the first client.
 * Nothing is looked up in it: the addresses of S3 come from our configuration, those of STS from rules of its own. Only this build
 * has it: in dev mode and in the tests of Quarkus, the SDK has another class loader than we, and would not find it.
 */
public final class GeneratedServiceMetadataProvider implements ServiceMetadataProvider {

    /** Answers null, which means what is true of most services: they are signed for the region that they are in. */
    @Override
    public ServiceMetadata serviceMetadata(String endpointPrefix) {
        return null;
    }
}
