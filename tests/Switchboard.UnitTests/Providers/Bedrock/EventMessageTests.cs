using System.Text;
using Switchboard.Providers.Bedrock;
using Switchboard.Testing.Upstream;

namespace Switchboard.UnitTests.Providers.Bedrock;

/// <summary>Messages that the AWS SDKs' own tests publish, and what becomes of damaged ones.</summary>
public sealed class EventMessageTests
{
    private const string NoHeaders = "0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936";
    private const string OneHeader = "0000003d0000002007fd83960c636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e7b27666f6f273a27626172277d8d9c08b1";

    [Theory]
    [InlineData("000000100000000005c248eb7d98c8ff", "")]
    [InlineData(NoHeaders, "{'foo':'bar'}")]
    [InlineData(OneHeader, "{'foo':'bar'}")]
    public void Read_PublishedMessage_IsComplete(string hex, string payload)
    {
        byte[] bytes = Convert.FromHexString(hex);
        Assert.Equal(EventMessageState.Complete, EventMessage.Read(bytes, out EventMessage message));
        Assert.Equal(payload, Encoding.UTF8.GetString(message.Payload));
        Assert.Equal(bytes.Length, message.Length);
    }

    [Fact]
    public void Of_TestsOwnWriter_WritesThePublishedMessage() =>
        Assert.Equal(OneHeader, Convert.ToHexStringLower(EventStreamMessage.Of("{'foo':'bar'}", ("content-type", "application/json"))));

    [Fact]
    public void Read_Headers_OfEveryType_FindsThoseThatCount()
    {
        byte[] named = [13, .. ":message-type"u8, 7, 0, 5, .. "event"u8, 11, .. ":event-type"u8, 7, 0, 8, .. "metadata"u8];
        byte[] bytes = EventStreamMessage.OfBytes("{}"u8, [.. Fixed(), .. named]);

        Assert.Equal(EventMessageState.Complete, EventMessage.Read(bytes, out EventMessage message));

        Assert.Equal("event", Encoding.UTF8.GetString(message.Headers.MessageType));
        Assert.Equal("metadata", Encoding.UTF8.GetString(message.Headers.Name));
    }

    [Fact]
    public void Read_AnyPrefix_IsIncomplete()
    {
        byte[] bytes = Convert.FromHexString(OneHeader);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Equal(EventMessageState.Incomplete, EventMessage.Read(bytes.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void Read_AnyBitChanged_IsDamaged()
    {
        for (int at = 0; at < OneHeader.Length / 2; at++)
        {
            byte[] bytes = Convert.FromHexString(OneHeader);
            bytes[at] ^= 0x10;
            Assert.Equal(EventMessageState.Damaged, EventMessage.Read(bytes, out _));
        }
    }

    [Theory]
    [InlineData("05", "ends inside a name")]
    [InlineData("0161", "has no type")]
    [InlineData("016107", "has no length")]
    [InlineData("0161070005ff", "ends inside a value")]
    [InlineData("01610a", "has a type that is not known")]
    public void Read_HeadersThatDoNotFit_AreDamaged(string headers, string why)
    {
        byte[] bytes = EventStreamMessage.OfBytes("{}"u8, Convert.FromHexString(headers));
        Assert.True(EventMessage.Read(bytes, out _) == EventMessageState.Damaged, why);
    }

    [Fact]
    public void Crc32_OfTheCheckText_IsAsPublished() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));

    /// <summary>One header of each type that is no text: true, false, byte, short, int, long, bytes, time, UUID.</summary>
    private static byte[] Fixed() =>
    [
        1, (byte)'a', 0, 1, (byte)'b', 1, 1, (byte)'c', 2, 9, 1, (byte)'d', 3, 0, 1, 1, (byte)'e', 4, 0, 0, 0, 1, 1, (byte)'f', 5, 0, 0, 0, 0, 0, 0, 0, 1,
        1, (byte)'g', 6, 0, 2, 1, 2, 1, (byte)'h', 8, 0, 0, 0, 0, 0, 0, 0, 1, 1, (byte)'i', 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    ];
}
