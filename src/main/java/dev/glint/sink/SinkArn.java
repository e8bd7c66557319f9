package dev.glint.sink;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an event bus, a queue or a topic of AWS.
 *
 * @param name that of the queue or topic; with {@code event-bus/} before it, that of the bus
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html">Amazon Resource Names</a>
 */
record SinkArn(String text, String partition, AwsService service, String region, String account, String name) {

    private static final Pattern ARN = Pattern.compile("arn:(aws|aws-cn|aws-us-gov):(?:"
            + "(?<bus>events):(?<busRegion>[a-z0-9-]+):(?<busAccount>\\d{12}):(?<busName>event-bus/[\\w./-]{1,256})|"
            + "(?<other>sqs|sns):(?<region>[a-z0-9-]+):(?<account>\\d{12}):(?<name>[\\w-]{1,256}(?:\\.fifo)?))");

    /** Reads such a name; empty if it is none. */
    static Optional<SinkArn> parse(String text) {
        Matcher arn = ARN.matcher(text);
        if (!arn.matches()) {
            return Optional.empty();
        }
        boolean isBus = arn.group("bus") != null;
        return Optional.of(new SinkArn(
                text,
                arn.group(1),
                AwsService.valueOf(arn.group(isBus ? "bus" : "other").toUpperCase(Locale.ROOT)),
                arn.group(isBus ? "busRegion" : "region"),
                arn.group(isBus ? "busAccount" : "account"),
                arn.group(isBus ? "busName" : "name")));
    }

    /** The address of the service. */
    URI endpoint() {
        String domain = partition.equals("aws-cn") ? "amazonaws.com.cn" : "amazonaws.com";
        return URI.create("https://" + service + "." + region + "." + domain + "/");
    }

    /** Whether it keeps the order of what it takes, and takes nothing twice. */
    boolean isFifo() {
        return name.endsWith(".fifo");
    }
}
