using System.Globalization;
using System.Text;

namespace Switchboard.Bench.Load.Baseline;

/// <summary>A fast fake vendor: whole answers at once, streams at a steady beat; GET /count says how many calls it served.</summary>
internal sealed class Upstream(int frames, Wheel wheel)
{
    private readonly byte[][] plain = Answers.Stream(frames, usage: false);
    private readonly byte[][] withUsage = Answers.Stream(frames, usage: true);
    private long served;

    public async Task Answer(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            var count = Interlocked.Read(ref served).ToString(CultureInfo.InvariantCulture);
            await FixedAnswer.WriteAsync(context, "text/plain", Encoding.ASCII.GetBytes(count));
            return;
        }

        Interlocked.Increment(ref served);
        byte[][] writes;
        using (var body = await FixedAnswer.ReadAsync(context))
        {
            if (!body.Contains("\"stream\":true"u8) && !body.Contains("\"stream\": true"u8))
            {
                await FixedAnswer.WriteAsync(context, "application/json", Answers.Completion);
                return;
            }

            var usage = body.Contains("\"include_usage\":true"u8) || body.Contains("\"include_usage\": true"u8);
            writes = usage ? withUsage : plain;
        }

        await StreamAsync(context, writes);
    }

    private async Task StreamAsync(HttpContext context, byte[][] writes)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        var beat = wheel.Join();
        try
        {
            for (var i = 0; i < writes.Length && !context.RequestAborted.IsCancellationRequested; i++)
            {
                if (i > 0)
                {
                    await beat.NextAsync();
                }

                await context.Response.BodyWriter.WriteAsync(writes[i], context.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader left; the next request is another one's.
        }
        finally
        {
            wheel.Leave(beat);
        }
    }
}
