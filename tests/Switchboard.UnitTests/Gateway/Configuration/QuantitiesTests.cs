using Switchboard.Gateway.Configuration;

namespace Switchboard.UnitTests.Gateway.Configuration;

public sealed class QuantitiesTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("1.5m", 90)]
    [InlineData("24h", 86_400)]
    [InlineData("400 d", 34_560_000)]
    public void TryDuration_WithAUnit_IsRead(string text, double seconds)
    {
        Assert.True(Quantities.TryDuration(text, out var value));
        Assert.Equal(seconds, value.TotalSeconds);
    }

    [Theory]
    [InlineData("30")]
    [InlineData("-30s")]
    [InlineData("s")]
    [InlineData("1w")]
    [InlineData("99999999999999999d")]
    public void TryDuration_Otherwise_IsRefused(string text) => Assert.False(Quantities.TryDuration(text, out _));

    [Theory]
    [InlineData("100", 100)]
    [InlineData("512KB", 512 << 10)]
    [InlineData("32mb", 32 << 20)]
    [InlineData("1.5 MiB", 3 << 19)]
    [InlineData("10GB", 10L << 30)]
    [InlineData("1TB", 1L << 40)]
    [InlineData("7B", 7)]
    public void TrySize_NumberOrUnit_IsRead(string text, long bytes)
    {
        Assert.True(Quantities.TrySize(text, out var value));
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("big")]
    [InlineData("1PB")]
    [InlineData("99999999999999TB")]
    public void TrySize_Otherwise_IsRefused(string text) => Assert.False(Quantities.TrySize(text, out _));
}
