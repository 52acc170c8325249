using Switchboard.Gateway.Keys;

namespace Switchboard.UnitTests.Gateway.Keys;

public sealed class MicroTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1, "0.000001")]
    [InlineData(1_250_000, "1.25")]
    [InlineData(3_000_000, "3")]
    [InlineData(10_000_010, "10.00001")]
    [InlineData(-500_000, "-0.5")]
    [InlineData(long.MaxValue, "9223372036854.775807")]
    public void Usd_OfMicros_IsExactWithoutTrailingZeros(long micros, string text) => Assert.Equal(text, MicroText.Usd(micros));
}
