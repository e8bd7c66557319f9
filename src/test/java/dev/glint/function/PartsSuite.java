package dev.glint.function;

/** Uploads in parts over every S3 server, as {@link ImageFunctionsContract} is of all else. */
abstract class PartsSuite extends BackendSuite implements PartsContract, PartUrlsContract, PartsExclusiveContract {}
