package dev.glint.s3;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Signs requests to other services of AWS, with the keys that the AWS default chain finds. */
@Singleton
public class AwsSigner {

    private final DefaultChain chain;

    public AwsSigner(DefaultChain chain) {
        this.chain = chain;
    }

    /**
     * Signs a POST.
     *
     * @param service the name of the service in signatures
     * @return the headers with which the request is to be sent
     * @throws IOException if no keys are found
     */
    public Map<String, List<String>> sign(
            URI url, String service, String region, Map<String, String> headers, byte[] body) throws IOException {
        AwsCredentials keys = keys();
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(url);
        headers.forEach(request::putHeader);
        return AwsV4HttpSigner.create()
                .sign(signing -> signing.identity(keys)
                        .request(request.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region))
                .request()
                .headers();
    }

    private AwsCredentials keys() throws IOException {
        try {
            return chain.resolveCredentials();
        } catch (SdkException e) {
            throw new IOException("There are no AWS credentials: give this machine a role.", e);
        }
    }
}
