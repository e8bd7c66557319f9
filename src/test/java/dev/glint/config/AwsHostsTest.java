package dev.glint.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.Endpoint;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AwsHostsTest {

    /** The hosts that Glance's driver knew, in all spellings that it accepted. */
    static Stream<Arguments> formerHosts() {
        Stream<String[]> regional = Stream.of(
                        "us-east-1",
                        "us-east-2",
                        "us-west-1",
                        "us-west-2",
                        "ap-east-1",
                        "ap-south-1",
                        "ap-northeast-1",
                        "ap-northeast-2",
                        "ap-northeast-3",
                        "ap-southeast-1",
                        "ap-southeast-2",
                        "ca-central-1",
                        "eu-central-1",
                        "eu-west-1",
                        "eu-west-2",
                        "eu-west-3",
                        "eu-north-1",
                        "sa-east-1")
                .map(region -> new String[] {"s3-" + region + ".amazonaws.com", region});
        Stream<String[]> china = Stream.of("cn-north-1", "cn-northwest-1")
                .map(region -> new String[] {"s3-" + region + ".amazonaws.com.cn", region});
        Stream<String[]> global = Stream.<String[]>of(new String[] {"s3.amazonaws.com", "us-east-1"});
        return Stream.of(global, regional, china)
                .flatMap(hosts -> hosts)
                .flatMap(host -> Stream.of("", "http://", "https://")
                        .flatMap(scheme -> Stream.of("", ":80", ":443", ":8080")
                                .flatMap(port -> Stream.of("", "/")
                                        .map(slash -> Arguments.of(scheme + host[0] + port + slash, host[1])))));
    }

    @ParameterizedTest
    @MethodSource("formerHosts")
    void formerAwsHostsAreKnownInEverySpelling(String text, String region) {
        String host = Endpoint.parse(text).orElseThrow().host();
        assertTrue(AwsHosts.contains(host));
        assertEquals(region, AwsHosts.region(host));
    }

    @ParameterizedTest
    @CsvSource({
        "s3.us-east-1.amazonaws.com, us-east-1",
        "s3.eu-west-1.amazonaws.com, eu-west-1",
        "s3.me-central-1.amazonaws.com, me-central-1",
        "s3.il-central-1.amazonaws.com, il-central-1",
        "s3.mx-central-1.amazonaws.com, mx-central-1",
        "s3.ap-southeast-7.amazonaws.com, ap-southeast-7",
        "s3.ca-west-1.amazonaws.com, ca-west-1",
        "s3.ap-northeast-12.amazonaws.com, ap-northeast-12",
        "s3.dualstack.eu-west-1.amazonaws.com, eu-west-1",
        "s3-fips.us-west-2.amazonaws.com, us-west-2",
        "s3-fips.ca-central-1.amazonaws.com, ca-central-1",
        "s3-fips.dualstack.us-east-2.amazonaws.com, us-east-2",
        "s3.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "s3-us-gov-west-1.amazonaws.com, us-gov-west-1",
        "s3-fips.us-gov-east-1.amazonaws.com, us-gov-east-1",
        "s3-fips-us-gov-west-1.amazonaws.com, us-gov-west-1",
        "s3-fips.dualstack.us-gov-west-1.amazonaws.com, us-gov-west-1",
        "s3.dualstack.us-gov-east-1.amazonaws.com, us-gov-east-1",
        "s3.cn-north-1.amazonaws.com.cn, cn-north-1",
        "s3.dualstack.cn-northwest-1.amazonaws.com.cn, cn-northwest-1",
        "s3.eusc-de-east-1.amazonaws.eu, eusc-de-east-1",
        "s3.us-iso-east-1.c2s.ic.gov, us-iso-east-1",
        "s3.us-isob-east-1.sc2s.sgov.gov, us-isob-east-1",
        "s3.eu-isoe-west-1.cloud.adc-e.uk, eu-isoe-west-1",
        "s3.us-isof-south-1.csp.hci.ic.gov, us-isof-south-1",
        "bucket.vpce-0a1b2c3d4e5f-abcdefgh.s3.eu-west-1.vpce.amazonaws.com, eu-west-1",
        "vpce-0a1b2c3d4e5f-abcdefgh-us-east-1a.s3.us-east-1.vpce.amazonaws.com, us-east-1",
        "images.s3.eu-west-1.amazonaws.com, eu-west-1",
        "s3-external-1.amazonaws.com, us-east-1",
    })
    void currentAwsHostsAreKnown(String host, String region) {
        assertTrue(AwsHosts.contains(host));
        assertEquals(region, AwsHosts.region(host));
        assertTrue(AwsHosts.contains(host.toUpperCase(Locale.ROOT)));
        assertEquals(region, AwsHosts.region(host.toUpperCase(Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "my-object-storage.com",
                "s3-my-object.jp",
                "192.168.100.12",
                "[::1]",
                "s3.amazon.co.uk",
                "s3-govcloud.example.org",
                "cloudfiles.rackspace.com",
                "s3.example.org",
                "s3.eu-west-1.example.org",
                "s3.eu-west-1.amazonaws.com.evil.org",
                "s3.eu-west-1.amazonaws.com.cn.evil.org",
                "s3.eu-west-1.amazonaws.comevil.org",
                "s3.eu-west-1.evilamazonaws.com",
                "s3.eu-west-1-amazonaws.com",
                "s3-eu-west-1.amazonaws.org",
                "s3.eu-west-1.amazonaws.com.",
                "s3.eu-west-1.amazonaws_com",
                "amazonaws.com",
                "ec2.eu-west-1.amazonaws.com",
                "s3.fr-par.scw.cloud",
                "s3.us-west-004.backblazeb2.com",
            })
    void otherHostsAreNotTakenForAws(String host) {
        assertFalse(AwsHosts.contains(host));
        assertEquals("us-east-1", AwsHosts.region(host), "what other servers expect");
    }
}
