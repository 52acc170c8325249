using System.Text;
using Switchboard.Gateway.ProviderKeys;

namespace Switchboard.UnitTests.Gateway.ProviderKeys;

public sealed class KeySealerTests
{
    private static readonly KeySealer Sealer = new("01020304", [.. Enumerable.Repeat((byte)7, 32)]);

    [Theory]
    [InlineData("sk-proj-0123456789")]
    [InlineData("")]
    [InlineData("{\"type\":\"service_account\"}")]
    public void Open_WhatWasSealed_IsTheText(string text) => Assert.Equal(text, Sealer.Open(Sealer.Seal(text, "openai/pk_1"), "openai/pk_1"));

    [Fact]
    public void Seal_Twice_GivesDifferentBytesAndTellsNothing()
    {
        const string text = "sk-proj-0123456789";
        var (one, two) = (Sealer.Seal(text, "o"), Sealer.Seal(text, "o"));

        Assert.NotEqual(one, two);
        Assert.Equal(-1, one.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text[..4])));
    }

    [Fact]
    public void Open_ForAnotherRow_IsNull() => Assert.Null(Sealer.Open(Sealer.Seal("text", "openai/pk_1"), "openai/pk_2"));

    [Fact]
    public void Open_UnderAnotherRootSecret_IsNull()
    {
        var whole = Sealer.Seal("text", "o");

        Assert.Null(new KeySealer("01020305", [.. Enumerable.Repeat((byte)7, 32)]).Open(whole, "o"));
        Assert.Null(new KeySealer("01020304", [.. Enumerable.Repeat((byte)8, 32)]).Open(whole, "o"));
    }

    [Fact]
    public void Open_AnyByteChangedOrCut_IsNull()
    {
        var whole = Sealer.Seal("text", "o");
        for (var at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 1;
            Assert.Null(Sealer.Open(changed, "o"));
            Assert.Null(Sealer.Open(whole.AsSpan(0, at), "o"));
        }
    }
}
