"""Practices of the offer: its value, its fit to the customer, how it is made and marketed."""

from typing import Final

__all__ = ["OFFERS"]

OFFERS: Final = (
    (
        "provide_sources_of_value",
        "The sources of value for the target customers are known and provided",
        "منابع ارزش برای مشتریان هدف شناخته و فراهم می‌شود",
    ),
    (
        "lasting_value",
        "Services and dealings give customers lasting value",
        "خدمات و تعاملات برای مشتری ارزش دائمی ایجاد می‌کند",
    ),
    (
        "offer_what_rivals_cannot",
        "Customers are offered what rivals cannot offer",
        "به مشتریان چیزی عرضه می‌شود که رقیبان نمی‌توانند",
    ),
    (
        "hold_competitive_position",
        "The value offered secures the firm's position among rivals",
        "ارزش ارائه‌شده جایگاه رقابتی سازمان را تثبیت می‌کند",
    ),
    (
        "innovate_offers",
        "New ideas become products and services",
        "ایده‌های نوآورانه به محصول و خدمت تبدیل می‌شود",
    ),
    (
        "new_products_for_customers",
        "Present customers are offered new products that fit their needs",
        "به مشتریان فعلی محصولات جدید متناسب با نیازشان عرضه می‌شود",
    ),
    (
        "bundle_offers",
        "Products and services that go together are offered together",
        "محصولات و خدماتی که مکمل هم‌اند در یک بسته عرضه می‌شود",
    ),
    (
        "adapt_to_needs",
        "Offers are flexible enough for customers' needs of today and tomorrow",
        "خدمات و محصولات برای نیازهای فعلی و آینده مشتریان انعطاف‌پذیر است",
    ),
    (
        "customise_to_needs",
        "Products and services are made to fit the single customer",
        "محصولات و خدمات برای هر مشتری سفارشی می‌شود",
    ),
    (
        "customise_prices",
        "Prices fit the customer as well as the product",
        "قیمت نیز متناسب با هر مشتری تعیین می‌شود",
    ),
    (
        "personalise_offers",
        "Campaigns carry offers made for the customer who gets them",
        "کمپین‌ها پیشنهادهای شخصی‌سازی‌شده برای هر مشتری دارند",
    ),
    (
        "plan_channels_and_products",
        "It is planned which products go to which customers by which channels",
        "مسیر توزیع و محصولاتی که به هر گروه از مشتریان ارائه می‌شود برنامه‌ریزی شده است",
    ),
    (
        "plan_marketing",
        "There is a marketing programme, and it is followed",
        "برنامه بازاریابی تدوین شده و اجرا می‌شود",
    ),
    (
        "set_marketing_mix",
        "Product, price, place and promotion are settled together",
        "محصول، قیمت، مکان توزیع و ترویج با هم تعیین می‌شود",
    ),
    (
        "waste_no_effort",
        "No marketing and sales effort goes to those it is not meant for",
        "تلاش و هزینه بازاریابی و فروش هدر نمی‌رود",
    ),
    (
        "prepare_product_resources",
        "Information and resources of the product are ready when needed",
        "اطلاعات و منابع محصول به هنگام نیاز آماده است",
    ),
    (
        "best_quality_least_cost",
        "Resources are used at the best quality and the least cost",
        "منابع با بهترین کیفیت و کمترین هزینه به کار می‌رود",
    ),
    (
        "inbound_cheap",
        "Receiving and storing materials costs less than at rivals",
        "هزینه دریافت و نگهداری مواد اولیه از رقبا کمتر است",
    ),
    (
        "inbound_quick",
        "Materials are at hand without delay",
        "مواد اولیه بدون تأخیر در دسترس است",
    ),
    (
        "operations_cheap",
        "Making the product or service costs less than at rivals",
        "هزینه تولید محصول یا خدمت از رقبا کمتر است",
    ),
    (
        "operations_quick",
        "Making the product or service takes no more time and effort than needed",
        "تولید محصول یا خدمت بیش از حد لازم زمان و انرژی نمی‌گیرد",
    ),
    (
        "product_quality",
        "The product has the quality that customers value",
        "محصول کیفیتی دارد که مشتریان برای آن ارزش قائل‌اند",
    ),
    (
        "delivery_cheap",
        "Bringing the product to the market costs less than at rivals",
        "هزینه رساندن محصول به بازار از رقبا کمتر است",
    ),
    (
        "deliver_as_promised",
        "Orders arrive complete and when promised",
        "سفارش‌ها کامل و در زمان وعده‌داده‌شده تحویل می‌شود",
    ),
)
