package dev.glint.sink;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A service of AWS that takes events. Its name in lower case stands in ARNs, addresses and signatures. */
enum AwsService {
    EVENTS("AWS_ENDPOINT_URL_EVENTBRIDGE", "application/x-amz-json-1.1", "AWSEvents.PutEvents"),
    SQS("AWS_ENDPOINT_URL_SQS", "application/x-amz-json-1.0", "AmazonSQS.SendMessage"),
    SNS("AWS_ENDPOINT_URL_SNS", "application/x-www-form-urlencoded", null);

    private final String endpointVariable;
    private final Map<String, String> headers = new HashMap<>();

    AwsService(String endpointVariable, String contentType, String target) {
        this.endpointVariable = endpointVariable;
        headers.put("Content-Type", contentType);
        if (target != null) {
            headers.put("X-Amz-Target", target);
        }
    }

    /** The environment variable for another address of the service, as the AWS SDK has it. */
    String endpointVariable() {
        return endpointVariable;
    }

    /** The headers of each request, which say what is asked for. */
    Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
