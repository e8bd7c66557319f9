package dev.glint.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of event buses, queues and topics. */
class SinkArnTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:events:eu-west-1:111122223333:images",
                "arn:aws:events:eu-west-1:111122223333:rule/images",
                "arn:aws:sqs:eu-west-1:1111:images",
                "arn:aws:sqs:eu-west-1:111122223333:event-bus/images",
                "arn:aws:sqs:eu-west-1.evil.example/:111122223333:images",
                "arn:aws:s3:eu-west-1:111122223333:images",
                "arn:other:sns:eu-west-1:111122223333:images",
                "arn:aws:sns:eu-west-1:111122223333:images/more",
                "https://sqs.eu-west-1.amazonaws.com/111122223333/images",
            })
    void otherTextsAreNoNames(String text) {
        assertEquals(Optional.empty(), SinkArn.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:events:us-east-1:111122223333:event-bus/a/b, https://events.us-east-1.amazonaws.com/",
        "arn:aws-cn:sqs:cn-north-1:111122223333:images, https://sqs.cn-north-1.amazonaws.com.cn/",
        "arn:aws-us-gov:sns:us-gov-west-1:111122223333:images, https://sns.us-gov-west-1.amazonaws.com/",
    })
    void nameTellsTheAddress(String arn, URI address) {
        assertEquals(address, SinkArn.parse(arn).orElseThrow().endpoint());
    }
}
