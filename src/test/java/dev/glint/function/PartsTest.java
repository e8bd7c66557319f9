package dev.glint.function;

/** Uploads in parts over every S3 server, as {@link ImageFunctionsContract} is of all else. */
abstract class PartsTest extends BackendTest implements PartsContract, PartUrlsContract, PartsExclusiveContract {}
