using System.Buffers;
using System.Text;
using Switchboard.Protocol.Errors;
using Switchboard.Protocol.Operations;

namespace Switchboard.UnitTests.Protocol.Operations;

/// <summary>Short words for what the tests of image wires do.</summary>
internal static class ImageWires
{
    public static (string Body, string Dropped) Write(this IOperationWire wire, string model, string ask)
    {
        var output = new ArrayBufferWriter<byte>();
        var written = wire.WriteRequest(Ask(model, ask), output);
        Assert.True(written.Succeeded, written.Error?.Message);
        return (Encoding.UTF8.GetString(output.WrittenSpan), string.Join(',', written.Value.Dropped));
    }

    public static ExchangeError Refusal(this IOperationWire wire, string model, string ask)
    {
        var output = new ArrayBufferWriter<byte>();
        var error = wire.WriteRequest(Ask(model, ask), output).Error;
        Assert.NotNull(error);
        Assert.Equal((ErrorKind.InvalidRequest, 0), (error.Kind, output.WrittenCount));
        return error;
    }

    public static (string Body, WireReply Reply) Read(this IOperationWire wire, string model, string answer, string ask = """{"prompt":"a fox"}""")
    {
        var output = new ArrayBufferWriter<byte>();
        var read = wire.ReadReply(Encoding.UTF8.GetBytes(answer), Ask(model, ask), output);
        Assert.True(read.Succeeded, read.Error?.Message);
        return (Encoding.UTF8.GetString(output.WrittenSpan), read.Value);
    }

    public static ExchangeError Failure(this IOperationWire wire, string model, string answer)
    {
        var (body, reply) = wire.Read(model, answer);
        Assert.Equal("", body);
        Assert.NotNull(reply.Failure);
        return reply.Failure;
    }

    public static OperationAsk Ask(string model, string body) =>
        new() { Body = Encoding.UTF8.GetBytes(body), Model = model, ModelAsked = "asked", Created = DateTimeOffset.FromUnixTimeSeconds(7), Id = "req" };
}
