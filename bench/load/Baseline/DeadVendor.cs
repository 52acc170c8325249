using System.Globalization;
using System.Text;

namespace Switchboard.Bench.Load.Baseline;

/// <summary>A vendor that breaks off every call that it is asked for; GET /count says how many these were.</summary>
internal sealed class DeadVendor
{
    private long asked;

    public Task Answer(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            return FixedAnswer.WriteAsync(context, "text/plain", Encoding.ASCII.GetBytes(Interlocked.Read(ref asked).ToString(CultureInfo.InvariantCulture)));
        }

        Interlocked.Increment(ref asked);
        context.Abort();
        return Task.CompletedTask;
    }
}
