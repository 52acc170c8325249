using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Switchboard.Testing.Servers;
using Switchboard.Testing.Upstream;

namespace Switchboard.FunctionalTests.Operations;

/// <summary>A large upload passes through a server of its own; what that server's memory grows by is bounded, whichever part comes first.</summary>
public sealed class FlatMemoryTests(ITestOutputHelper output)
{
    private const long Size = 200L << 20;
    private const long MostGrowth = 50L << 20;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_Large_LeavesMemoryFlat(bool modelFirst)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Peak memory is read from /proc.");
        await using var upstream = await ScriptedUpstream.StartAsync(new UpstreamOptions { KeepUpTo = 1 << 20 });
        using var server = await SwitchboardProcess.StartAsync(new ServerSetup { Upstream = upstream });
        using var client = new HttpClient { BaseAddress = new Uri(server.Url("proxy")), Timeout = TimeSpan.FromMinutes(5) };
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await SendAsync(client, 4 << 20, modelFirst);
        }

        var before = server.Memory("VmRSS");
        await SendAsync(client, Size, modelFirst);
        var peak = server.Memory("VmHWM");

        var growth = string.Create(CultureInfo.InvariantCulture, $"from {before >> 20} MiB to {peak >> 20} MiB");
        output.WriteLine(growth);
        Assert.True(upstream.Requests[^1].Length > Size);
        Assert.True(peak - before < MostGrowth, growth);
    }

    private static async Task SendAsync(HttpClient client, long size, bool modelFirst)
    {
        using var form = new MultipartFormDataContent();
        var file = new Zeros(size);
        file.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        if (modelFirst)
        {
            form.Add(new StringContent("whisper-1"), "model");
        }

        form.Add(file, "file", "long.wav");
        if (!modelFirst)
        {
            form.Add(new StringContent("whisper-1"), "model");
        }

        using var response = await client.PostAsync(new Uri("/v1/audio/transcriptions", UriKind.Relative), form);
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
    }

    private sealed class Zeros(long size) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var part = new byte[64 << 10];
            for (var left = size; left > 0; left -= part.Length)
            {
                await stream.WriteAsync(part.AsMemory(0, (int)Math.Min(left, part.Length)));
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = size;
            return true;
        }
    }
}
