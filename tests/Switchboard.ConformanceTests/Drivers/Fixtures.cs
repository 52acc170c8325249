namespace Switchboard.ConformanceTests.Drivers;

internal static class Fixtures
{
    public const string CitySchema = """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""";

    /// <summary>A picture of one pixel; the npm scripts have the same.</summary>
    public const string Pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
}
