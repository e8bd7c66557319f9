package dev.glint.image;

/** A pair of S3 keys. Only {@link #secretKey()} gives the secret away; printing the pair does not. */
public record Credentials(String accessKey, String secretKey) {

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }
}
