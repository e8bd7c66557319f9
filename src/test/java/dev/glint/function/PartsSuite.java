package dev.glint.function;

/** The contract of uploads in parts with every S3 server; {@link ImageFunctionsContract} has the rest. */
abstract class PartsSuite extends BackendSuite implements PartsContract, PartUrlsContract, PartsExclusiveContract {}
