package dev.glint.s3;

import jakarta.inject.Singleton;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** The keys that the AWS default chain finds, once for all that use them. The chain is made when the first one needs it. */
@Singleton
public class DefaultChain {

    private AwsCredentialsProvider chain;

    AwsCredentials resolveCredentials() {
        return chain().resolveCredentials();
    }

    private synchronized AwsCredentialsProvider chain() {
        if (chain == null) {
            chain = DefaultCredentialsProvider.builder().build();
        }
        return chain;
    }
}
